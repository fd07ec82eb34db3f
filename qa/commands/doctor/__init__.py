"""`qa doctor`: what stands in the way of asking, and the command that puts each thing right. Only its command is used
from outside."""
