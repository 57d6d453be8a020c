using System.CommandLine;
using System.CommandLine.Parsing;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Zipkin.Client;

/// <summary>The options of all commands that ask a server.</summary>
internal static class ClientOptions
{
    private const string AllowedUrl = "http://HOST:PORT, for example http://localhost:9411";

    public static Option<Uri> CreateUrl() => new("--url")
    {
        Description = "The server to ask",
        HelpName = "http://HOST:PORT",
        DefaultValueFactory = _ => new("http://localhost:9411/"),
        CustomParser = ReadUrl,
    };

    public static Option<bool> CreateJson() => new("--json")
    {
        Description = "Write lines of JSON to a terminal, too",
        Arity = ArgumentArity.Zero,
    };

    private static Uri? ReadUrl(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.PathAndQuery == "/")
        {
            return url;
        }

        result.AddError(SettingException.NotAllowed("--url", text, AllowedUrl).Message);
        return null;
    }
}
