import pytest
pytestmark = pytest.mark.slow
from .product import *
VALID = {"households": "120","people": "500","poor": "3","near_poor": "4","supported": "1","meetings": "1","attendances": "40","petitions_received": "2","petitions_settled": "1"}
def test_smoke(product):
    got = product.save("w1", "w1", VALID)
    print(got)
    print(product.get("/", who="w1"))
    got = product.get("/readyz"); print(got)
    print(product.facts())
    assert 0
