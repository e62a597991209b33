import sqlite3


async def remember(connection: sqlite3.Connection, word: str) -> None:
    connection.execute("INSERT INTO word VALUES (?)", (word,))
    connection.commit()


async def forget(path: str) -> None:
    db = sqlite3.connect(path)
    db.execute("DELETE FROM word")
    db.commit()
    db.close()


async def undo(conn):
    cursor = conn.cursor()
    cursor.execute("UPDATE word SET seen = 0")
    conn.rollback()
