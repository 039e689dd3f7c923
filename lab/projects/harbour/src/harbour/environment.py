"""What the environment has to say, checked before anything else happens."""

from pydantic import Field, PostgresDsn, RedisDsn, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="HARBOUR_", extra="ignore")

    secret_key: SecretStr
    database_url: PostgresDsn
    redis_url: RedisDsn
    hosts: list[str] = Field(min_length=1)
    origins: list[str] = Field(min_length=1)
    debug: bool = False
    hsts_seconds: int = 31_536_000
    smtp_host: str
    smtp_user: str
    smtp_password: SecretStr
    sender: str
