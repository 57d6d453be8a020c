using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace ZipkinMesh.Proxy.Http;

/// <summary>Checks the values of headers.</summary>
internal static class HeaderValue
{
    // Values may contain any other byte, a tab among them (RFC 9110, 5.5).
    private static readonly SearchValues<char> ControlCharacters = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(code => code != '\t').Append(0x7f).Select(code => (char)code)]);

    /// <summary>Returns true when a value contains a character that no header may contain.</summary>
    public static bool HasControlCharacters(in StringValues values)
    {
        foreach (var value in values)
        {
            if (value.AsSpan().ContainsAny(ControlCharacters))
            {
                return true;
            }
        }

        return false;
    }
}
