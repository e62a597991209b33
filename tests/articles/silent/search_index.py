async def reindex(index, pages):
    writer = index.writer()
    for page in pages:
        writer.add_document(title=page.title, body=page.body)
    writer.commit()


async def flush_all(streams):
    for stream in streams:
        stream.flush()


async def refresh(cache, screen):
    cache.refresh()
    screen.refresh()
