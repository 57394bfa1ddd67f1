#include <cfdns/cfdns.hpp>

cfdns::result<cfdns::http_request> request_of_other_source() {
    return cfdns::make_request(
        cfdns::zone_transfers::incoming::get{.zone_id = "269d8f4853475ca241c4e730be286b20"});
}
