#define ERR_FOO 0x10 /* foo failed */
#define ERR_BAR (12) // bar
enum { E_BAZ = 3, /* baz */ };
