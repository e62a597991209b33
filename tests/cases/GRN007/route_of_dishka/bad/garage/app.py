from dishka import make_async_container
from dishka.integrations.fastapi import setup_dishka
from fastapi import FastAPI
from garage.cars import router
from garage.ioc import DatabaseProvider

app = FastAPI()
app.include_router(router)
container = make_async_container(DatabaseProvider())
setup_dishka(container, app)
