namespace ZipkinMesh.Proxy.Upstreams.Tls;

/// <summary>Defines the reasons for which a server's certificate isn't accepted.</summary>
internal enum VerificationFailure
{
    /// <summary>It is accepted.</summary>
    None,

    /// <summary>It isn't valid, or no trusted authority has issued it.</summary>
    Certificate,

    /// <summary>It has none of the names that it must have.</summary>
    Name,
}
