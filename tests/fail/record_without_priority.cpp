// What a type of record needs does not compile without it, and a record needs a value.
// expect 1 gcc: use of deleted function .*required
// expect 1 clang: call to deleted constructor of .*required
// expect 1: priority
// expect 2 gcc: use of deleted function .*required
// expect 2 clang: call to deleted constructor of .*required
// expect 2 clang: port
// expect 3 gcc: use of deleted function .*required
// expect 3 clang: call to deleted constructor of .*required
// expect 3: variant<.*mx
// expect 4: no match|no matching function|constraints not satisfied
#include <cfdns/cfdns.hpp>

namespace records = cfdns::records;

records::create mail() {
    return {.zone_id = "269d8f4853475ca241c4e730be286b20",
            .name = "example.com",
            .data = records::mx{
                .content = "mail.example.com",
#if MUST_FAIL != 1
                .priority = 10,
#endif
            }};
}

records::record_post service() {
    return {.name = "_sip._tcp.example.com",
            .data = records::srv{
                .priority = 10,
                .weight = 5,
#if MUST_FAIL != 2
                .port = 5060,
#endif
                .target = "sip.example.com",
            }};
}

records::update address() {
    return {
        .zone_id = "269d8f4853475ca241c4e730be286b20",
        .dns_record_id = "372e67954025e0ba6aaa6d586b9e0b59",
        .name = "example.com",
#if MUST_FAIL != 3
        .data = records::a{.content = "192.0.2.1"},
#endif
    };
}

// Only types with a struct of their own have a view.
#if MUST_FAIL == 4
auto view(records::record const& record) { return records::as<records::other>(record); }
#else
auto view(records::record const& record) { return records::as<records::mx>(record); }
#endif
