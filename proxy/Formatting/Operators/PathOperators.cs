using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Defines the operators for the path and the query.</summary>
internal static class PathOperators
{
    public static IEnumerable<OperatorDefinition> All { get; } =
    [
        new("%PATH(X:Y):Z%, where X is WQ or NQ, and Y is ORIG, PATH or ORIG_OR_PATH", CreatePath),
        new("%QUERY_PARAM(X):Z%", static command => command.Parameter is "" ? null : new TextOperator(
            stream => QueryString.Find(QueryOf(RequestTarget.PathOf(stream.Context)), command.Parameter), command.MaxLength)),
        new("%QUERY_PARAMS(X):Z%, where X is ORIG or DECODED", static command => command.Parameter switch
        {
            "" or "ORIG" => new TextOperator(ReadQuery, command.MaxLength),
            "DECODED" => new TextOperator(static stream => ReadQuery(stream) is { } query ? QueryString.Decode(query) : null, command.MaxLength),
            _ => null,
        }),
    ];

    private static TextOperator? CreatePath(FormatCommand command)
    {
        var options = command.Parameter.Split(':');
        if (options.Length > 2 || ReadPath(options.Length == 2 ? options[1] : "") is not { } read)
        {
            return null;
        }

        return options[0] switch
        {
            "" or "WQ" => new TextOperator(read, command.MaxLength),
            "NQ" => new TextOperator(stream => WithoutQuery(read(stream)), command.MaxLength),
            _ => null,
        };
    }

    private static Func<StreamInfo, string?>? ReadPath(string source) => source switch
    {
        "PATH" => static stream => RequestTarget.PathOf(stream.Context),
        "ORIG" => ReadOriginalPath,
        "" or "ORIG_OR_PATH" => static stream => ReadOriginalPath(stream) ?? RequestTarget.PathOf(stream.Context),
        _ => null,
    };

    private static string? ReadOriginalPath(StreamInfo stream) => HeaderOperator.First(stream.Headers[HeaderField.OriginalPath]);

    private static string? WithoutQuery(string? path) => path is not null && path.IndexOf('?') is var mark and >= 0 ? path[..mark] : path;

    private static string? ReadQuery(StreamInfo stream)
    {
        var path = RequestTarget.PathOf(stream.Context);
        return path.Contains('?') ? QueryOf(path).ToString() : null;
    }

    private static ReadOnlySpan<char> QueryOf(string path) => path.IndexOf('?') is var mark and >= 0 ? path.AsSpan(mark + 1) : [];
}
