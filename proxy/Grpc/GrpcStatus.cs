using System.Globalization;

namespace ZipkinMesh.Proxy.Grpc;

/// <summary>Interprets the status codes of gRPC (https://github.com/grpc/grpc/blob/v1.76.0/doc/statuscodes.md), as Envoy does.</summary>
internal static class GrpcStatus
{
    public const int Unknown = 2;
    public const int DeadlineExceeded = 4;
    public const int PermissionDenied = 7;
    public const int Unimplemented = 12;
    public const int Internal = 13;
    public const int Unavailable = 14;
    public const int Unauthenticated = 16;

    // By code, as Envoy writes them.
    private static readonly string[] Names =
    [
        "OK", "Canceled", "Unknown", "InvalidArgument", "DeadlineExceeded", "NotFound", "AlreadyExists", "PermissionDenied", "ResourceExhausted",
        "FailedPrecondition", "Aborted", "OutOfRange", "Unimplemented", "Internal", "Unavailable", "DataLoss", "Unauthenticated",
    ];

    private static readonly string[] UpperCaseNames =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ];

    /// <summary>
    /// Returns the code for a response that has none, by its HTTP status
    /// (https://github.com/grpc/grpc/blob/v1.76.0/doc/http-grpc-status-mapping.md).
    /// </summary>
    public static int OfHttp(int status) => status switch
    {
        400 => Internal,
        401 => Unauthenticated,
        403 => PermissionDenied,
        404 => Unimplemented,
        429 or 502 or 503 or 504 => Unavailable,
        _ => Unknown,
    };

    /// <summary>Returns true for a code that says that the server failed, not the client.</summary>
    public static bool IsError(string? code) => code is "2" or "4" or "8" or "12" or "13" or "14" or "15";

    /// <summary>Returns the number of a code as it was sent; -1 for one that isn't a number.</summary>
    public static long Parse(string code) =>
        ulong.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue ? (long)number : -1;

    /// <summary>Returns the name of a code, such as <c>DeadlineExceeded</c>; its number when it has none.</summary>
    public static string NameOf(long code) => In(Names, code);

    /// <summary>Returns the name of a code as gRPC writes it, such as <c>DEADLINE_EXCEEDED</c>; its number when it has none.</summary>
    public static string UpperCaseNameOf(long code) => In(UpperCaseNames, code);

    private static string In(string[] names, long code) =>
        code >= 0 && code < names.Length ? names[code] : code.ToString(CultureInfo.InvariantCulture);
}
