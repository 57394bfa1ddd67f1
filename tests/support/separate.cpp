// The definitions, once, where a suite is compiled with CFDNS_SEPARATE_COMPILATION.
#include <cfdns/src.hpp>
