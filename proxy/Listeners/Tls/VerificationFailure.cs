namespace ZipkinMesh.Proxy.Listeners.Tls;

/// <summary>Defines the reasons for which the handshake with a client ends.</summary>
internal enum VerificationFailure
{
    /// <summary>Its certificate is accepted, or it needs none.</summary>
    None,

    /// <summary>It has no certificate.</summary>
    NoCertificate,

    /// <summary>Its certificate isn't valid, or no trusted authority has issued it.</summary>
    Certificate,

    /// <summary>Its certificate has none of the names that it must have.</summary>
    Name,
}
