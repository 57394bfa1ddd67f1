#include "hostile_macros.hpp"

#include <cfdns/drivers/blocking.hpp>
#include <cfdns/drivers/callbacks.hpp>
#include <cfdns/drivers/coroutine.hpp>
#include <cfdns/cfdns.hpp>
#include <cfdns/environment.hpp>
#include <cfdns/testing/codec.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>
#include <cfdns/transport/options.hpp>

#include "hostile_macros_kept.hpp"

int main() {
    namespace zt = cfdns::zone_transfers;
    auto const request = cfdns::make_request(zt::incoming::delete_{.zone_id = "269d8f4853475ca241c4e730be286b20"});
    return request.has_value() && cfdns::to_string(request.value().method) == "DELETE" ? 0 : 1;
}
