using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ZipkinMesh.Fuzz.Targets;

/// <summary>Reads an input as lines of headers, <c>name: value</c>, without the limits of a server.</summary>
internal static class HeaderLines
{
    public static HeaderDictionary Read(byte[] input)
    {
        var headers = new HeaderDictionary();
        foreach (var line in Encoding.Latin1.GetString(input).Split('\n', 64))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                var name = line[..colon];
                headers[name] = StringValues.Concat(headers[name], line[(colon + 1)..].Trim(' ', '\t'));
            }
        }

        return headers;
    }
}
