package x
const (
	// ErrNotFound is returned when absent. HTTP: 404
	ErrNotFound Code = "not_found"
	ErrBusy = "busy" // 503: too busy
)
