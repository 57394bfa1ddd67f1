// SPDX-License-Identifier: BSL-1.0

// Times whole calls of the official Go SDK over a RoundTripper that answers at once from memory, beside those of "D call in
// memory" and "B1 50,000 peers", on one thread. Run it in the folder of a module that requires cloudflare-go:
//
//	go run sdk.go [PREFIX]     only works whose names begin with that
//
// Prints lines of "work<TAB>who<TAB>nanoseconds<TAB>allocations".
package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/cloudflare/cloudflare-go/v6"
	"github.com/cloudflare/cloudflare-go/v6/dns"
	"github.com/cloudflare/cloudflare-go/v6/option"
)

const zone = "269d8f4853475ca241c4e730be286b20"

var tags = []string{"23ff594956f20c2a721606e94745a8aa", "00920f38ce07c2e2f4df50b1f61d4194"}

const response = `{"errors":[],"messages":[],"success":true,"result":{"id":"269d8f4853475ca241c4e730be286b20",` +
	`"auto_refresh_seconds":86400,"checked_time":"2019-10-24T17:09:42.883908+01:00",` +
	`"created_time":"2019-10-24T17:09:42.883908+01:00","modified_time":"2019-10-24T17:09:42.883908+01:00",` +
	`"name":"www.example.com.","peers":["23ff594956f20c2a721606e94745a8aa","00920f38ce07c2e2f4df50b1f61d4194"],` +
	`"soa_serial":2019102400}}`

func manyPeers(count int) string {
	var out strings.Builder
	out.WriteString(`{"errors":[],"messages":[],"success":true,"result":[`)
	for i := 0; i < count; i++ {
		if i != 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, `{"id":"%032x","name":"my-peer-%d","ip":"192.0.2.%d","ixfr_enable":%t,"port":53,"tsig_id":"%032x"}`,
			i+1, i, i%256, i%2 == 0, i+7)
	}
	out.WriteString("]}")
	return out.String()
}

type memory string

func (text memory) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Body != nil {
		io.Copy(io.Discard, request.Body)
		request.Body.Close()
	}
	return &http.Response{
		StatusCode:    200,
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        http.Header{"Content-Type": {"application/json"}, "Cf-Ray": {"1-A"}},
		Body:          io.NopCloser(bytes.NewReader([]byte(text))),
		ContentLength: int64(len(text)),
		Request:       request,
	}, nil
}

func client(text string) *cloudflare.Client {
	return cloudflare.NewClient(option.WithAPIToken("0123456789012345678901234567890123456789"), option.WithMaxRetries(0),
		option.WithHTTPClient(&http.Client{Transport: memory(text)}))
}

func check(good bool, err error) {
	if err != nil || !good {
		fmt.Fprintln(os.Stderr, "sdk.go: a call failed:", err)
		os.Exit(1)
	}
}

// The median of nine batches, as of those of the other programs.
func measure(work string, rounds int, call func()) {
	if len(os.Args) > 1 && !strings.HasPrefix(work, os.Args[1]) {
		return
	}
	const batches = 9
	var took [batches]time.Duration
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for batch := range took {
		start := time.Now()
		for round := 0; round < rounds; round++ {
			call()
		}
		took[batch] = time.Since(start)
	}
	runtime.ReadMemStats(&after)
	slices.Sort(took[:])
	fmt.Printf("%s\tofficial Go SDK\t%d\t%d\n", work, took[batches/2].Nanoseconds()/int64(rounds),
		(after.Mallocs-before.Mallocs)/uint64(rounds*batches))
}

func main() {
	runtime.GOMAXPROCS(1)
	background := context.Background()
	one, many := client(response), client(manyPeers(50000))
	measure("D call in memory", 4000, func() {
		got, err := one.DNS.ZoneTransfers.Incoming.New(background, dns.ZoneTransferIncomingNewParams{
			ZoneID:             cloudflare.F(zone),
			AutoRefreshSeconds: cloudflare.F(86400.0),
			Name:               cloudflare.F("www.example.com."),
			Peers:              cloudflare.F(tags),
		})
		check(err == nil && got.ID == zone && len(got.Peers) == 2, err)
	})
	measure("B1 50,000 peers", 1, func() {
		got, err := many.DNS.ZoneTransfers.Peers.List(background, dns.ZoneTransferPeerListParams{AccountID: cloudflare.F(zone)})
		check(err == nil && len(got.Result) == 50000 && got.Result[49999].Port == 53, err)
	})
}
