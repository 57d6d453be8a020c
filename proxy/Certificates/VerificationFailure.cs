namespace ZipkinMesh.Proxy.Certificates;

/// <summary>Defines the reasons for which the certificate of the other side isn't accepted.</summary>
internal enum VerificationFailure
{
    /// <summary>It is accepted, or none is needed.</summary>
    None,

    /// <summary>There is none.</summary>
    NoCertificate,

    /// <summary>It isn't valid, or no trusted authority has issued it.</summary>
    Certificate,

    /// <summary>It has none of the names that it must have.</summary>
    Name,
}
