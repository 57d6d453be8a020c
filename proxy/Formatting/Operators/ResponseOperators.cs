using System.Globalization;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Defines the operators for the response.</summary>
internal static class ResponseOperators
{
    public static IEnumerable<OperatorDefinition> All { get; } =
    [
        new("%RESP(X?Y):Z%", static command => HeaderOperator.Create(command, ReadHeader)),
        new("%RESPONSE_HEADER(X?Y):Z%", static command => HeaderOperator.Create(command, ReadHeader)),
        new("%TRAILER(X?Y):Z%", static command => HeaderOperator.Create(command, ReadTrailer)),
        new("%RESPONSE_TRAILER(X?Y):Z%", static command => HeaderOperator.Create(command, ReadTrailer)),
        Define.Number("RESPONSE_CODE", static stream => stream.StatusCode),
        new("%RESPONSE_CODE_DETAILS(X)%, where X is ALLOW_WHITESPACES", static command => command is { Parameter: "" or "ALLOW_WHITESPACES", MaxLength: null }
            ? new TextOperator(static stream => stream.ResponseCodeDetails)
            : null),
        Define.Text("RESPONSE_FLAGS", static stream => stream.Flag),
        Define.Text("RESPONSE_FLAGS_LONG", static stream => ResponseFlags.LongNamesOf(stream.Flag)),
        Define.Number("BYTES_SENT", static stream => stream.BytesSent),
        Define.Text("LOCAL_REPLY_BODY", static stream => stream.LocalReply?.Body ?? ""),
        Define.Absent("CONNECTION_TERMINATION_DETAILS"),
    ];

    private static Func<StreamInfo, string?> ReadHeader(string name) => name switch
    {
        ":status" => static stream => stream.HasNoResponse ? null : stream.StatusCode.ToString(CultureInfo.InvariantCulture),
        _ => stream => stream.HasNoResponse ? null : HeaderOperator.First(stream.Context.Response.Headers[name]),
    };

    private static Func<StreamInfo, string?> ReadTrailer(string name) => stream => stream.LastAttempt?.FindTrailer(name);
}
