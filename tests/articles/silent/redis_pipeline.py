import redis


async def forget(client: redis.Redis, keys: list[str]) -> None:
    pipe = client.pipeline()
    for key in keys:
        pipe.delete(key)
    pipe.execute()


async def touch(pipeline, key):
    pipeline.set(key, 1)
    pipeline.expire(key, 60)
    pipeline.execute()
