// What is compiled once for the tests and examples that use Boost.Beast.
#include <cfdns/transport/src.hpp>

#include <cfdns/testing/transport_conformance.hpp>
#include <cfdns/transport/beast.hpp>
