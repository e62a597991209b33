"""What runs after each step is handed in: here it is the commit of the session itself."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from orchard.database import SessionFactory, create_tables
from orchard.models import Tree
from orchard.pipeline import Pipeline
from orchard.steps import count_apples, prune


async def main() -> None:
    await create_tables()
    async with SessionFactory() as session:
        session.add(Tree(name="Boskoop", apples=120, is_pruned=False))
        await session.commit()
    async with SessionFactory() as session:
        tree = await session.get_one(Tree, 1)
        pipeline = Pipeline(steps=[prune, count_apples], after_each=session.commit)
        await pipeline.run(tree)  # GRN009: MissingGreenlet
