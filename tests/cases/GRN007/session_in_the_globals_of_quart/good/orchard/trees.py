from __future__ import annotations

from typing import Any

from orchard.database import session
from orchard.models import Tree
from quart import Blueprint
from sqlalchemy.orm import selectinload

blueprint = Blueprint("trees", __name__)


@blueprint.get("/trees/<int:tree_id>")
async def show(tree_id: int) -> dict[str, Any]:
    tree = await session.get_one(Tree, tree_id, options=[selectinload(Tree.apples)])
    tree.sort = tree.sort.title()
    await session.commit()
    return {"sort": tree.sort, "grams": sum(apple.grams for apple in tree.apples)}
