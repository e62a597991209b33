class Author(Base):
    __tablename__ = "authors"

    id = Column(Integer, primary_key=True)
    books = relationship("Book", back_populates="author")


class Book(Base):
    __tablename__ = "books"

    id = Column(Integer, primary_key=True)
    title = Column(String)
    author_id = Column(ForeignKey("authors.id"))
    author = relationship("Author", back_populates="books")


async def print_books(session: AsyncSession):
    authors = (await session.execute(select(Author))).scalars().all()
    for author in authors:
        for book in author.books:  # GRN007: MissingGreenlet
            print(book.title)
