from __future__ import annotations

from fastapi import BackgroundTasks, FastAPI
from shop.models import Sale
from shop.receipts import send_receipt
from shop.sessions import Database

app = FastAPI()


@app.post("/sales/{sale_id}/pay")
async def pay(
    sale_id: int, db: Database, tasks: BackgroundTasks, receipt: bool = False
) -> dict[str, bool]:
    sale = await db.get_one(Sale, sale_id)
    sale.is_paid = True
    if receipt:
        tasks.add_task(send_receipt, sale)  # GRN009: MissingGreenlet later
    await db.commit()
    return {"paid": True}
