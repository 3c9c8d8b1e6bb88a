public enum ErrorCode {
    // Users
    USER_NOT_FOUND(HttpStatus.NOT_FOUND, 1001, "User not found"),
    /** Deprecated: use X */
    OLD_ONE(400, "old"),
    PLAIN_ONE("plain_one", 409, "conflict {0}");
