using System.Buffers;

namespace ZipkinMesh.Hosting.Http;

/// <summary>Checks the names of headers.</summary>
public static class HeaderName
{
    // The characters of a token (RFC 9110, 5.6.2).
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Returns true when the name has the characters of a token only.</summary>
    public static bool IsToken(ReadOnlySpan<char> name) => !name.ContainsAnyExcept(TokenCharacters);
}
