class Base(DeclarativeBase):
    pass


class Item(Base):
    __tablename__ = "items"

    id = Column(Integer, primary_key=True)
    name = Column(String)
    updated_at = Column(DateTime, server_default=func.now(), onupdate=func.now())


async def rename_item(item_id: int, name: str, db: AsyncSession):
    result = await db.execute(select(Item).where(Item.id == item_id))
    item = result.scalar_one()
    item.name = name
    await db.flush()
    await db.refresh(item)
    return item.name, item.updated_at
