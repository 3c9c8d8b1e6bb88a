class ErrorCode(str, Enum):
    # The token is old. HTTP 401
    TOKEN_OLD = "token_old"
    TOKEN_BAD = "token_bad"  # 401: nonsense

STATUS = {"quota_used": (429, "Quota of %(plan)s used"), "locked": {"status": 423, "message": "Locked by {owner!r}"}}
