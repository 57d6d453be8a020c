namespace ZipkinMesh.Proxy.Options;

/// <summary>Defines the treatment of <c>x-forwarded-client-cert</c> in requests.</summary>
internal enum ForwardClientCertDetails
{
    /// <summary>Removed.</summary>
    Sanitize,

    /// <summary>Forwarded as received, if the client has a verified certificate.</summary>
    ForwardOnly,

    /// <summary>Forwarded with the client's certificate appended, if it has one.</summary>
    AppendForward,

    /// <summary>Replaced by the client's certificate, if it has one.</summary>
    SanitizeSet,

    /// <summary>Forwarded as received, also in clear text.</summary>
    AlwaysForwardOnly,
}
