from celery import shared_task
from django.core.mail import send_mail


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def remind(address):
    """Reminds a patient of tomorrow's visit."""
    send_mail("Your visit tomorrow", "See you at the clinic.", None, [address])
