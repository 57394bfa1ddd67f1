// A period has a unit.
// expect gcc: could not convert .* to .*required<.*duration
// expect clang: no viable conversion from 'int' to '.*required<.*seconds
#include <cfdns/cfdns.hpp>

cfdns::zone_transfers::incoming::create make() {
    cfdns::zone_transfers::incoming::create op{
        .zone_id = "269d8f4853475ca241c4e730be286b20",
#ifndef MUST_FAIL
        .auto_refresh_seconds = std::chrono::seconds{300},
#else
        .auto_refresh_seconds = 300,
#endif
        .name = "www.example.com.",
        .peers = {"23ff594956f20c2a721606e94745a8aa"},
    };
    return op;
}
