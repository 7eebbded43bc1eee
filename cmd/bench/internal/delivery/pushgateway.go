package delivery

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/push"
)

// pushTime bounds a push.
const pushTime = 10 * time.Second

// push adds the metrics to their group. To add replaces metrics by name and
// leaves the others: so a run that failed, which has no last success to tell,
// leaves the one that is there.
func (d *Delivery) push(ctx context.Context) error {
	if d.options.Gateway == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, pushTime)
	defer cancel()
	pusher := push.New(d.options.Gateway, d.options.Job).Gatherer(d.bare).Client(brief{http.DefaultClient})
	for name, value := range d.labels {
		pusher.Grouping(name, value)
	}
	if err := pusher.AddContext(ctx); err != nil {
		return fmt.Errorf("metrics push to %q: %w", d.options.Gateway, err)
	}
	return nil
}

// A brief client gives the beginning of an answer, all of which would get into
// the error.
type brief struct{ *http.Client }

// maxComplaint is ample for what a gateway says of metrics that it refuses.
const maxComplaint = 1 << 10

// Do implements [push.HTTPDoer].
func (b brief) Do(r *http.Request) (*http.Response, error) {
	response, err := b.Client.Do(r)
	if err == nil {
		response.Body = limitedBody{io.LimitReader(response.Body, maxComplaint), response.Body}
	}
	return response, err
}

type limitedBody struct {
	io.Reader
	io.Closer
}
