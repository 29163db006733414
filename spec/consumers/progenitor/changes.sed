# The client has one type of error for all error responses of an operation. Only the 422 stays.
/^        ["']40[14]["']:$/,+1 d
/^        ["']429["']:$/,+1 d
/^        default:$/,+1 d
