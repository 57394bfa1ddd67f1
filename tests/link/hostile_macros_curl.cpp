// libcurl comes first, as the standard library does.
#include <curl/curl.h>

#include "hostile_macros.hpp"

#include <cfdns/transport/curl.hpp>

#include "hostile_macros_kept.hpp"

int main() {
    cfdns::curl_transport transport{{.origin = "http://127.0.0.1:9"}};
    return transport({.target = "/"}).has_value() ? 1 : 0;
}
