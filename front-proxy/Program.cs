using ZipkinMesh.Proxy;

return await ProxyProgram.RunAsync("front-proxy", args);
