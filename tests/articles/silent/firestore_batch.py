from google.cloud import firestore


async def remove_all(names: list[str]) -> None:
    db = firestore.Client()
    batch = db.batch()
    for name in names:
        reference = db.collection("cities").document(name)
        batch.delete(reference)
    batch.commit()
