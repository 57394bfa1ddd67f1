// A number is no list, although a vector can be constructed from one.
// expect gcc: could not convert .* to .*required<.*vector
// expect clang: no viable conversion from 'int' to '.*required<std::vector
#include <cfdns/cfdns.hpp>

cfdns::zone_transfers::incoming::create make() {
    cfdns::zone_transfers::incoming::create op{
        .zone_id = "269d8f4853475ca241c4e730be286b20",
        .auto_refresh_seconds = std::chrono::hours{24},
        .name = "www.example.com.",
#ifndef MUST_FAIL
        .peers = {"7"},
#else
        .peers = 7,
#endif
    };
    return op;
}
