// Boost.JSON itself, for programs that do not link its library.
#include <boost/json/src.hpp>
