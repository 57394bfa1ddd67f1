// What is compiled once for the tests and examples that use this transport.
#include <cfdns/transport/src.hpp>

#include <cfdns/transport/httplib.hpp>
