from confluent_kafka import Consumer


async def handle(consumer: Consumer, process) -> None:
    while True:
        message = consumer.poll(1.0)
        if message is None:
            continue
        await process(message.value())
        consumer.commit(message)
        consumer.commit()


async def drain(consumer):
    async for message in consumer:
        print(message)
        consumer.commit()
