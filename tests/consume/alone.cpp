// The program as one source, where linking two is not the question.
#include "main.cpp"
#include "other.cpp"
