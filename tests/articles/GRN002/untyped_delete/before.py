from sqlalchemy import select

from .models import Comment


async def remove_comment(db, comment_id):
    result = await db.execute(select(Comment).where(Comment.id == comment_id))
    comment = result.scalar_one()
    await db.delete(comment)
    db.commit()  # GRN002: never awaited
