import asyncio
import os

from alembic import context
from sqlalchemy.ext.asyncio import create_async_engine

from parcels.models import Base


def run(connection):
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()


async def online():
    engine = create_async_engine(os.environ["DATABASE_URL"])
    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()


asyncio.run(online())
