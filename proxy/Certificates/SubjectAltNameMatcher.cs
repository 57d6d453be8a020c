namespace ZipkinMesh.Proxy.Certificates;

/// <summary>Matches the subject alternative names of certificates against a list of names, as Envoy does.</summary>
/// <param name="matches">The type and the value of each; a <c>*</c> at the end of a value stands for any text.</param>
internal sealed class SubjectAltNameMatcher(IReadOnlyList<(string Type, string Value)> matches)
{
    private const string Wildcard = "*.";

    /// <summary>Returns true when a certificate has one of the names.</summary>
    public bool Matches(SubjectAltNames names) => matches.Any(match => Matches(match.Type, match.Value, names));

    private static bool Matches(string type, string value, SubjectAltNames names) => type switch
    {
        "DNS" => names.Dns.Any(name => MatchesDns(value, name)),
        "URI" => names.Uris.Any(name => Matches(value, name)),
        "EMAIL" => names.Emails.Any(name => Matches(value, name)),
        _ => names.Addresses.Any(name => Matches(value, name)),
    };

    private static bool Matches(string value, string name) =>
        value.EndsWith('*') ? name.StartsWith(value[..^1], StringComparison.Ordinal) : name == value;

    // The certificate may have a wildcard in place of the first label.
    private static bool MatchesDns(string value, string name)
    {
        if (value.EndsWith('*'))
        {
            return name.StartsWith(value[..^1], StringComparison.OrdinalIgnoreCase);
        }

        var dot = value.IndexOf('.', StringComparison.Ordinal);
        return name.Equals(value, StringComparison.OrdinalIgnoreCase)
            || (dot > 0 && name.StartsWith(Wildcard, StringComparison.Ordinal) && name.AsSpan(1).Equals(value.AsSpan(dot), StringComparison.OrdinalIgnoreCase));
    }
}
