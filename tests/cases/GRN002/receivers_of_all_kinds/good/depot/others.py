from __future__ import annotations

from typing import Any

from .models import Crate


class Pretended:
    """What those libraries' objects look like to their users."""

    def __getattr__(self, name: str) -> Any:
        return Pretended()

    def __call__(self, *given: object, **named: object) -> Any:
        return Pretended()


async def by_sqlite(connection):
    connection.execute("CREATE TABLE crate (label TEXT)")
    cursor = connection.cursor()
    cursor.execute("INSERT INTO crate VALUES ('apples')")
    connection.commit()
    connection.rollback()


async def by_aiosqlite(connection):
    await connection.execute("CREATE TABLE crate (label TEXT)")
    await connection.execute("DELETE FROM crate")
    await connection.commit()


async def by_redis(redis, key):
    pipe = redis.pipeline()
    pipe.delete(key)
    pipe.execute()
    await by_pipeline(pipe, key)


async def by_pipeline(pipe, key):
    pipe.merge(key, "others")
    pipe.delete(key)
    pipe.execute()


async def by_kafka(producer, message):
    producer.begin_transaction()
    producer.produce("crates", message)
    producer.flush()
    producer.commit_transaction()


async def by_kafka_consumer(consumer, message):
    consumer.commit(message=message)
    consumer.commit(message)


async def by_git(repository, path):
    repository.index.add([path])
    repository.index.commit("one crate more")
    await by_index(repository.index, path)


async def by_index(index, path):
    index.add(path)
    index.commit("one crate more")


async def by_motor(collection, document):
    collection.delete(document)
    collection.refresh()


async def by_s3(bucket, key):
    bucket.delete(key)
    bucket.flush()


async def by_unit_of_work(unit, crate: Crate):
    unit.crates.add(crate)
    unit.add(crate)
    unit.commit()


async def by_credentials(credentials, request):
    credentials.refresh(request)
    credentials.commit()
