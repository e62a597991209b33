from .envelope import Envelope
from .tickets import TicketOut

__all__ = ["Envelope", "TicketOut"]
