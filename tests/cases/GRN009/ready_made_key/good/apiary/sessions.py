from advanced_alchemy.config import SQLAlchemyAsyncConfig

config = SQLAlchemyAsyncConfig(connection_string="sqlite+aiosqlite:///apiary.db")
