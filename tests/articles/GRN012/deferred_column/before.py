class Book(Base):
    __tablename__ = "book"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(Text, deferred=True)


async def print_books(session: AsyncSession):
    for book in await session.scalars(select(Book)):
        print(book.title)
        print(book.summary)  # GRN012: MissingGreenlet
